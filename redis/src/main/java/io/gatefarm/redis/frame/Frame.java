package io.gatefarm.redis.frame;

import io.gatefarm.redis.event.Message;
import java.util.List;
import java.util.Optional;

/** What a gateway is told to do. {@code droppable}: a client whose queue is full misses the message and is not closed for it. */
public sealed interface Frame {
    /** A message for the given clients, but for the excluded ones. */
    record ToClients(List<String> clientIds, List<String> except, Message message, boolean droppable) implements Frame {
        public ToClients(List<String> clientIds, Message message) {
            this(clientIds, List.of(), message, false);
        }
    }

    /** A message for every client of the uids, each once, but for the excluded clients. */
    record ToUids(List<String> uids, List<String> except, Message message, boolean droppable) implements Frame {
        public ToUids(List<String> uids, List<String> except, Message message) {
            this(uids, except, message, false);
        }
    }

    /** A message for every member of the groups, each once, but for the excluded clients. */
    record ToGroups(List<String> groups, List<String> except, Message message, boolean droppable) implements Frame {
        public ToGroups(List<String> groups, List<String> except, Message message) {
            this(groups, except, message, false);
        }
    }

    /** A message for every client, but for the excluded ones. */
    record ToAll(List<String> except, Message message, boolean droppable) implements Frame {
        public ToAll(List<String> except, Message message) {
            this(except, message, false);
        }
    }

    /** The client is a member of the group now. {@code version} counts the changes of the client's uid and groups. */
    record Join(String clientId, String group, long version) implements Frame {}

    /** The client is no member of the group any more. */
    record Leave(String clientId, String group, long version) implements Frame {}

    /** The client has this uid now. */
    record Bind(String clientId, String uid, long version) implements Frame {}

    /** The client has no uid any more. */
    record Unbind(String clientId, long version) implements Frame {}

    /** What the directory has of the client now, in place of all that was said before; uid "" for none. */
    record State(String clientId, String uid, List<String> groups, long version) implements Frame {}

    /** The client is to be closed: last message first, then a close frame. */
    record Close(String clientId, int code, String reason, Optional<Message> last) implements Frame {}

    /** Every client of the uid is to be closed: last message first, then a close frame. */
    record CloseUid(String uid, int code, String reason, Optional<Message> last) implements Frame {}

    /** The client is to be cut off at once, what is queued for it thrown away. */
    record Abort(String clientId) implements Frame {}
}
