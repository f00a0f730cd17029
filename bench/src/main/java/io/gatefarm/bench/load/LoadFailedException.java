package io.gatefarm.bench.load;

/** A run could not be carried out: start the server and the worker that it needs, or correct its URL. */
public final class LoadFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LoadFailedException(String message) {
        super(message);
    }
}
