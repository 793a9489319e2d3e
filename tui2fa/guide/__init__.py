"""The two routes and the tasks behind the ten tips as data, and how far somebody has come in one."""
