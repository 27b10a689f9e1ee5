"""Tests of Second Reading. They read as sentences; `make test` runs them all."""
