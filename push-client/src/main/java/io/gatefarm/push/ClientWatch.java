package io.gatefarm.push;

/**
 * Is told of a client before a command on it goes into the queue: how a worker's callback knows what its own commands make of the
 * client. Called on the caller's thread, whatever that is; what it throws the command's caller gets, and the command is not made.
 */
public interface ClientWatch {
    /** {@code bindUid} or {@code unbindUid}. */
    void uidChanging(String clientId);

    /** {@code setSession} or {@code updateSession}. */
    void sessionChanging(String clientId);

    /** {@code closeClient} or {@code abortClient}. */
    void closing(String clientId);

    /** Looks away. */
    ClientWatch NONE = new ClientWatch() {
        @Override
        public void uidChanging(String clientId) {}

        @Override
        public void sessionChanging(String clientId) {}

        @Override
        public void closing(String clientId) {}
    };
}
