"""Asks a server whether it is there and knows us, without calling anybody."""

from __future__ import annotations

import asyncio
import secrets

from sipmessage import Request

from tui2fa.domain.outcomes import Outcome
from tui2fa.voice.agent import Agent
from tui2fa.voice.endings import Ended, Over
from tui2fa.voice.orders import Ask
from tui2fa.voice.wire import Address


async def ask(order: Ask) -> Ended:
    """An OPTIONS request (RFC 3261 11): ACCEPTED by any answer, as nobody promises to like the question.

    CREDENTIALS where the server asks for a password and does not take ours. Never raises but CancelledError.
    """
    agent = Agent(order.trunk, order.pace, _ignore)
    try:
        await agent.open()
        while await _asked(agent, order):
            pass
    except Over as over:
        return over.ended
    except (OSError, TimeoutError) as error:
        return Ended(Outcome.UNREACHABLE, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - whatever a server says
        return Ended(Outcome.UNKNOWN, type(error).__name__)
    finally:
        agent.close()
    return Ended(Outcome.ACCEPTED)


async def _asked(agent: Agent, order: Ask) -> bool:
    """Ask once; whether it has to be asked again, with credentials."""
    trunk = order.trunk
    uri = f"sip:{trunk.host}:{trunk.port}"
    headers = [
        ("From", f"<sip:{trunk.username}@{trunk.host}>;tag={secrets.token_hex(8)}"),
        ("To", f"<{uri}>"),
        ("Call-ID", secrets.token_hex(16)),
        ("CSeq", "1 OPTIONS"),
        ("Contact", agent.contact),
        ("Accept", "application/sdp"),
    ]
    question = agent.send("OPTIONS", uri, headers)
    until = asyncio.get_running_loop().time() + order.pace.dead
    while (answer := await question.next(until)).code < 200:
        pass
    if answer.code in (401, 407):
        agent.authenticate(answer)
        return True
    return False


def _ignore(request: Request, source: Address | None) -> None:
    """Nobody has anything to ask here."""
