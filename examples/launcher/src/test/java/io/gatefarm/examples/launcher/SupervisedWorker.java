package io.gatefarm.examples.launcher;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chat worker process that is started again whenever it ends with something but 0, as systemd's on-failure does it. */
final class SupervisedWorker implements AutoCloseable {
    private final String[] settings;
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final Thread supervisor;
    private volatile FarmProcess running;
    private volatile boolean closed;

    private SupervisedWorker(String... settings) throws IOException {
        this.settings = settings;
        this.running = FarmProcess.chatWorkerOfClassPath(settings);
        this.supervisor = Thread.ofPlatform().name("supervisor").start(this::supervise);
    }

    static SupervisedWorker start(String... settings) throws IOException {
        return new SupervisedWorker(settings);
    }

    private void supervise() {
        try {
            while (!closed) {
                int status = running.awaitEnd();
                statuses.add(status);
                if (status == 0 || closed) {
                    return;
                }
                running = FarmProcess.chatWorkerOfClassPath(settings);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitPartition() throws InterruptedException {
        var unused = running.await("took partition");
    }

    /** Until its supervisor has nothing more to do. */
    void awaitStopped() throws InterruptedException {
        supervisor.join();
    }

    /** What each process that has ended, ended with. */
    List<Integer> statuses() {
        return statuses;
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        running.close();
    }
}
