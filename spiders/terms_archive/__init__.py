"""Collections of Open Terms Archive: their git repositories and declarations. Fetches nothing and keeps nothing."""
