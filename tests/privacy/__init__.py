"""What a log can get of the package has no personal data: values, errors and the command line."""
