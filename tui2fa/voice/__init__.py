"""A telephone call that speaks a code: SIP (RFC 3261), sound over RTP (RFC 3550), in a process of its own."""
