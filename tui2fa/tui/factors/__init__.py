"""One module for each kind of factor: its words and its enrolment; `registry` lists them in the order of advice."""
