package io.gatefarm.push;

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
 * @param isDroppable true when a client whose queue is full misses the message, counted by its gateway, instead of being closed
 *     as too slow; for what the next message outdates, such as a position or a price
 */
public record SendOptions(Set<String> excluded, boolean isDroppable) {
    /** To everybody addressed; a client that cannot take it is too slow. */
    public static final SendOptions DEFAULTS = new SendOptions(Set.of(), false);

    public SendOptions {
        excluded = Collections.unmodifiableSet(new LinkedHashSet<>(excluded));
    }

    /** The same but for these clients, too. */
    public SendOptions except(String... clientIds) {
        return except(List.of(clientIds));
    }

    /** The same but for these clients, too. */
    public SendOptions except(Collection<String> clientIds) {
        Set<String> all = new LinkedHashSet<>(excluded);
        all.addAll(clientIds);
        return new SendOptions(all, isDroppable);
    }

    /** The same, and a client whose queue is full misses the message. */
    public SendOptions droppable() {
        return new SendOptions(excluded, true);
    }
}
