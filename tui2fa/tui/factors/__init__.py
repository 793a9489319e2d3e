"""One module for each kind of factor: its enrolment, its row, its words."""
