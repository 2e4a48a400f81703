#!/usr/bin/env python3
"""Python's websockets against the tool: websocket_client.py PORT; prints one line for each thing that holds."""
import asyncio, json, sys
import websockets


async def main(port):
    url = f"ws://127.0.0.1:{port}/websocket"
    async with websockets.connect(url, subprotocols=["peer-observer"], origin=f"http://127.0.0.1:{port}") as client:
        assert client.subprotocol == "peer-observer"
        print("connected", flush=True)
        await client.send(json.dumps({"format": "envelope", "kinds": ["messages"]}))
        told = json.loads(await client.recv())
        assert told["control"] == "subscribed" and told["kinds"] == ["messages"], told
        assert json.loads(await client.recv())["control"] == "status"
        print("subscribed", flush=True)
        numbers = []
        while len(numbers) < 1000:
            message = json.loads(await client.recv())
            if "event" in message:
                numbers.append(message["event"]["EbpfExtractor"]["ebpf_event"]["Message"]["msg"]["Ping"]["value"])
        assert numbers == list(range(1000)), numbers[:10]
        print("envelopes", flush=True)
        pong = await client.ping(b"x")
        await asyncio.wait_for(pong, 10)
        print("pong", flush=True)
        await client.close()
        assert client.close_code == 1000, client.close_code
    async with websockets.connect(url) as client:
        await client.send(json.dumps({"ebpf": {"messages": True}}))
        # Upstream's form is not answered, but a ping after it is.
        await asyncio.wait_for(await client.ping(), 10)
        print("upstream", flush=True)
        message = json.loads(await client.recv())
        assert message["EbpfExtractor"]["ebpf_event"]["Message"]["msg"] == {"Ping": {"value": 2**64 - 1}}, message
        await client.send('{"rpc":true' + " " * 500 + "}")
        try:
            await client.recv()
        except websockets.ConnectionClosed as closed:
            assert closed.rcvd.code == 1009, closed
        print("closed", flush=True)
    for arguments, code in (({"origin": "http://evil.example"}, 403), ({"subprotocols": None}, 101)):
        try:
            async with websockets.connect(url, **arguments):
                assert code == 101
        except websockets.InvalidStatusCode as refused:
            assert refused.status_code == code, refused
    print("done", flush=True)


asyncio.run(main(int(sys.argv[1])))
