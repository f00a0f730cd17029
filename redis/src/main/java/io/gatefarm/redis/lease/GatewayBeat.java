package io.gatefarm.redis.lease;

import io.gatefarm.redis.script.ScriptReply;

/**
 * What Redis knows of a gateway that has just beaten.
 *
 * @param epoch of Redis's data; changes when Redis has lost it
 * @param sent messages published to the gateway's channel so far
 * @param sentToAll messages published to every gateway so far
 * @param wanted what the operator wants of the gateway
 */
public record GatewayBeat(Status status, String epoch, long sent, long sentToAll, Wanted wanted) {
    /** OK: the lease is renewed. */
    public enum Status {
        OK,
        /** Redis has no such gateway: it lost its data. */
        UNKNOWN,
        /** The gateway was declared dead: nothing is taken from it any more. */
        DEAD
    }

    static GatewayBeat of(ScriptReply reply) {
        return new GatewayBeat(
                Status.valueOf(reply.text(0)),
                reply.text(1),
                reply.number(2),
                reply.number(3),
                Wanted.of(reply.text(5)));
    }
}
