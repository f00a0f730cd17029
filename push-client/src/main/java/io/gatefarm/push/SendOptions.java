package io.gatefarm.push;

import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.key.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How one message is sent, beyond whom it is for. Immutable; made from {@link #DEFAULTS}: {@code
 * SendOptions.DEFAULTS.except(clientId).droppable()}.
 *
 * @param excluded client ids that do not get the message
 * @param isDroppable true when a client whose queue is full misses the message, counted by its gateway, instead of being dealt with
 *     as too slow; for what the next message outdates, such as a position or a price
 * @param latestOf what the message is the newest of, "" for nothing: of the messages of one name that wait in a client's queue only
 *     the newest is kept, at the end of the queue; up to 256 UTF-8 bytes without control characters
 */
public record SendOptions(Set<String> excluded, boolean isDroppable, String latestOf) {
    /** To everybody addressed; a client that cannot take it is too slow. */
    public static final SendOptions DEFAULTS = new SendOptions(Set.of(), false, "");

    public SendOptions {
        excluded = Collections.unmodifiableSet(new LinkedHashSet<>(excluded));
        if (!latestOf.isEmpty()) {
            Names.check("latestOf", latestOf);
        }
    }

    /** The same but for these clients, too. */
    public SendOptions except(String... clientIds) {
        return except(List.of(clientIds));
    }

    /** The same but for these clients, too. */
    public SendOptions except(Collection<String> clientIds) {
        Set<String> all = new LinkedHashSet<>(excluded);
        all.addAll(clientIds);
        return new SendOptions(all, isDroppable, latestOf);
    }

    /** The same, and a client whose queue is full misses the message. */
    public SendOptions droppable() {
        return new SendOptions(excluded, true, latestOf);
    }

    /**
     * The same, and a client that is behind gets only the newest message of this name, such as {@code price:42}; what it
     * replaces is counted by its gateway.
     *
     * @throws IllegalArgumentException when the name is empty, too long or has control characters; shows it
     */
    public SendOptions latest(String name) {
        return new SendOptions(excluded, isDroppable, Names.check("latestOf", name));
    }

    /** As gateways are told. */
    Delivery delivery() {
        return isDroppable || !latestOf.isEmpty() ? new Delivery(isDroppable, latestOf) : Delivery.EACH;
    }
}
