"""The search: sections of the book, ranked for a question. The book's page ranks in the same way."""
