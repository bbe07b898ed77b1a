"""What members read: home, news, guides with their checks, stories of benefits, legal pages."""
