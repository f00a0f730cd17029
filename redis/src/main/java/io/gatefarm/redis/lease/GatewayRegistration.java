package io.gatefarm.redis.lease;

import io.gatefarm.redis.script.ScriptReply;

/**
 * What registering a gateway came to.
 *
 * @param epoch of Redis's data; changes when Redis has lost it
 * @param sent messages published to the gateway's channel so far
 * @param sentToAll messages published to every gateway so far
 */
public record GatewayRegistration(Status status, String epoch, long sent, long sentToAll) {
    /** OK: the gateway is known. */
    public enum Status {
        OK,
        /** Another process has this id: choose another. */
        TAKEN,
        /** The id was declared dead: choose another. */
        DEAD
    }

    static GatewayRegistration of(ScriptReply reply) {
        return new GatewayRegistration(Status.valueOf(reply.text(0)), reply.text(1), reply.number(2), reply.number(3));
    }
}
