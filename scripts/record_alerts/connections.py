"""Scenes of connections: who comes, from where, how long they stay."""

import os
import random
import signal
import time

from .stage import Stage


def connection_flood(stage: Stage):
    """1,150 connections from as many networks within a minute, that say who they are and go."""
    stage.ordinary()
    waiting = []
    for number in range(1150):
        peer = stage.peer(f"240.{number // 200}.{number % 200}.{1 + number % 7}", agent="/Satoshi:25.0.0/")
        peer.send_version()
        waiting.append(peer)
        if len(waiting) > 30:
            waiting.pop(0).close()
        time.sleep(0.03)
    for peer in waiting:
        peer.close()


def full_node(stage: Stage):
    """1,150 connections within a minute to a node whose nine inbound peers are all protected from eviction."""
    stage.ordinary()
    for number in range(5):
        stage.join(f"240.{40 + number}.0.1").behave()
    for number in range(1150):
        stage.peer(f"240.{number // 200}.{number % 200}.{1 + number % 7}").close()
        time.sleep(0.03)


def eviction_churn(stage: Stage):
    """70 connections to a node of 29 inbound slots, that stay until they are evicted."""
    stage.ordinary()
    for number in range(70):
        stage.join(f"240.{40 + number}.0.1").behave()
        time.sleep(0.3)
    time.sleep(2)


def short_visitors(stage: Stage):
    """45 visits from as many addresses of three networks, that listen for a second."""
    stage.ordinary()
    agents = ["/Satoshi:0.13.2/", "/bitcore:1.1.2/", "/Bither:1.4.8/", "/breadwallet:0.6.4/"]
    for number in range(45):
        peer = stage.join(f"240.{40 + number % 3}.0.{10 + number}", agent=agents[number % 4])
        time.sleep(0.6)
        peer.close()


def spy_peers(stage: Stage):
    """Twelve peers that answer pings and say nothing else for 35 s."""
    stage.ordinary()
    for number in range(12):
        stage.join(f"240.{40 + number}.0.1", agent="/Satoshi:23.99.0/")
    for _ in range(7):
        time.sleep(5)
        stage.mine(1)


def low_diversity(stage: Stage):
    """40 peers of two networks."""
    stage.ordinary()
    for number in range(40):
        stage.join(f"240.{40 + number % 2}.0.{10 + number}").behave()
    time.sleep(16)


def inbound_drop(stage: Stage):
    """32 peers, of which 26 go within some seconds, the newest among them."""
    stage.ordinary()
    peers = [stage.join(f"240.{40 + number}.0.1").behave() for number in range(32)]
    time.sleep(6)
    going = peers[6:]
    random.Random(1).shuffle(going)
    for peer in going:
        peer.close()
        time.sleep(0.1)
    time.sleep(10)


def clock_offset(stage: Stage):
    """Twelve peers whose clocks are 70 minutes ahead."""
    stage.ordinary()
    for number in range(12):
        stage.join(f"240.{40 + number}.0.1", clock=4200).behave()
    time.sleep(6)


def processing_backlog(stage: Stage):
    """The node stands still twice, for four seconds each: so long its answers to pings take."""
    stage.ordinary()
    for _ in range(2):
        os.kill(stage.node.process.pid, signal.SIGSTOP)
        try:
            time.sleep(4)
        finally:
            os.kill(stage.node.process.pid, signal.SIGCONT)
        time.sleep(2)
