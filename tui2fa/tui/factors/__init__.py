"""One module for each kind of factor: its words, its row, its enrolment; `registry` lists them in the order of advice."""
