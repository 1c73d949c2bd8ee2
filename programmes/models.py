"""Every table of the registers, gathered for Django; each stands in its register's module."""

from programmes.applied import AppliedBook
from programmes.attachment import Attachment
from programmes.registers import REGISTERS

__all__ = ["AppliedBook", "Attachment"]
globals().update({one.model.__name__: one.model for one in REGISTERS.values()})
