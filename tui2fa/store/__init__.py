"""How accounts, factors and events last: tables, transactions and secrets at rest."""
