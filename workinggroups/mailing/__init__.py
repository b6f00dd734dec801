"""What people answer by e-mail: from the letter as it came to the words they wrote themselves."""
