package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.IOException;

/** What a process can be sent. */
public enum Signal {
    /** Stop in order. */
    TERM,
    /** Gone at once. */
    KILL,
    /** Stand still. */
    STOP,
    /** Go on. */
    CONT;

    /** Sends it to one process; nothing happens when there is none. */
    public void send(long pid) {
        try {
            var unused = new ProcessBuilder("kill", "-" + name(), Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LoadFailedException("cannot send signals: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException("interrupted while sending " + this);
        }
    }
}
