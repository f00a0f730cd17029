package io.gatefarm.redis.lease;

import io.gatefarm.redis.script.ScriptReply;
import java.util.HashMap;
import java.util.Map;

/**
 * What Redis knows of a gateway that has just beaten.
 *
 * @param epoch of Redis's data; changes when Redis has lost it
 * @param sent messages published to the gateway's channel so far
 * @param sentToAll messages published to every gateway so far
 * @param wanted what the operator wants of the gateway
 * @param appended the gateway's last sequence by partition; one without events is missing
 */
public record GatewayBeat(
        Status status, String epoch, long sent, long sentToAll, Wanted wanted, Map<Integer, Long> appended) {
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
                Wanted.of(reply.text(5)),
                appended(reply.list(4)));
    }

    /** The fields of a hash that also holds an id for each partition. */
    private static Map<Integer, Long> appended(ScriptReply fields) {
        Map<Integer, Long> appended = new HashMap<>();
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String field = fields.text(i);
            if (Character.isDigit(field.charAt(0))) {
                appended.put(Integer.parseInt(field), fields.number(i + 1));
            }
        }
        return appended;
    }
}
