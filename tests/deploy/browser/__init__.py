"""Real browsers that an organisation manages: nobody touches a setting."""
