"""The admin's accounts: making, letting in, keeping out, handing over."""
