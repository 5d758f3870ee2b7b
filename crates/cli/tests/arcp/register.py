"""Registers an agent with its image by the registry's own client, and says in one line how that ended.

register.py SERVER AGENT_ID AGENT_ENDPOINT AGENT_KEY IMAGE
"""

import asyncio
import sys

from arcp import ARCPClient


async def main() -> None:
    server, agent_id, endpoint, key, image = sys.argv[1:6]
    async with ARCPClient(server, retry_attempts=0) as client:
        try:
            agent = await client.register_agent(
                agent_id=agent_id,
                name="Harbour pilot",
                agent_type="automation",
                endpoint=endpoint,
                capabilities=["pilot"],
                context_brief="An agent that registers in a test",
                version="1.0.0",
                owner="tests",
                public_key="k" * 40,
                communication_mode="remote",
                metadata={"purpose": "test"},
                agent_key=key,
                container_image=image,
                is_containerized=True,
            )
            print("REGISTERED", agent.status)
        except Exception as error:
            print("REFUSED", " ".join(str(error).split()))


asyncio.run(main())
