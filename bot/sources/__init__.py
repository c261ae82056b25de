"""Data in: files, webhooks and CRM pollers. Turns what is outside into what the services accept."""
