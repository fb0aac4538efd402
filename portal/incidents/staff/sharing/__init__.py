"""Passing on what a case holds: contact details, referrals, agencies, approvals."""
