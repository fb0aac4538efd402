"""Officers write what came of a consultation; somebody who wrote none of it signs it off."""
