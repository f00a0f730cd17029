package io.gatefarm.push.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One client, connected or gone. Owned by its {@link FakeDirectory}. */
final class FakeClient {
    final Set<String> groups = new LinkedHashSet<>();
    Optional<String> uid = Optional.empty();
    String sessionJson = "{}";

    private final List<Received> received = new ArrayList<>();
    private boolean closed;
    private boolean aborted;

    /** Nothing comes to a client that was told to go, but an abort after a close. */
    void receive(Received one) {
        boolean abort = one instanceof Received.Aborted;
        if (aborted || closed && !abort) {
            return;
        }
        received.add(one);
        aborted = abort;
        closed = closed || one instanceof Received.Closed;
    }

    List<Received> received() {
        return List.copyOf(received);
    }
}
