"""The frame and the words that all pages, entries and mails are rendered in. Knows no page by its content."""
