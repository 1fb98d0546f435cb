"""VMDR OT."""
