"""What every screen stands on: the app without features, screens, dialogs, fields and the way to ask a service."""
