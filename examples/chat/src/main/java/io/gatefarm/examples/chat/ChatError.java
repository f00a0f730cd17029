package io.gatefarm.examples.chat;

/** A request that the chat refuses; the client is told, and goes on. */
final class ChatError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code a stable word for programs; the message is for people */
    ChatError(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
