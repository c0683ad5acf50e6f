"""One run told in several ways: for a terminal, a browser, a spreadsheet, a program, continuous integration."""
