"""How the platform is founded: content by verbs, safe to run again."""
