"""All rules on changes, family by family, in the order in which they are written.

A new rule is a function in its family's module; a new family is one more name below.
"""

from __future__ import annotations

from generator.validate.change_rule import change_rules_in

from . import append_only, exemptions, identity, mixture, owners, parts, past, untouched

CHANGE_RULES = change_rules_in(identity, past, untouched, append_only, owners, parts, mixture, exemptions)
