package io.gatefarm.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what a failed start has opened, newest first. Owned by the starting thread. */
final class Undo {
    private static final Logger log = LoggerFactory.getLogger(Undo.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    void run() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                log.warn("{} did not close", resource, e);
            }
        }
    }
}
