"""What a draft says beside what the record says: values in, findings out. No database, no model."""
