package io.gatefarm.redis.connection;

import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of the driver's encoder while that one would log at TRACE: it writes every byte sent to the log, the password
 * first. Else the driver's own works.
 */
final class UnloggedEncoder extends MessageToByteEncoder<Object> {
    private static final Logger driversLog = LoggerFactory.getLogger(CommandEncoder.class);

    static final NettyCustomizer CUSTOMIZER = new NettyCustomizer() {
        @Override
        public void afterChannelInitialized(Channel channel) {
            if (driversLog.isTraceEnabled()) {
                channel.pipeline().replace(CommandEncoder.class, "unlogged-encoder", new UnloggedEncoder());
            }
        }
    };

    private UnloggedEncoder() {
        super(Object.class);
    }

    @Override
    protected void encode(ChannelHandlerContext context, Object commands, ByteBuf out) {
        if (commands instanceof RedisCommand<?, ?, ?> command) {
            command.encode(out);
        } else if (commands instanceof Collection<?> several) {
            several.forEach(command -> ((RedisCommand<?, ?, ?>) command).encode(out));
        }
    }
}
