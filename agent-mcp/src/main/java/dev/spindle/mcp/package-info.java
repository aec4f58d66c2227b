/**
 * The Model Context Protocol, in both of its generations: the tools of servers as a registry, and tools and agents as a server.
 *
 * <p>Whatever comes from a server or a client is hostile here: it is bounded in size, count and time, and what a server says of its own
 * tools counts only where the program calls the server trusted. Start reading at {@link dev.spindle.mcp.McpRegistry} and
 * {@link dev.spindle.mcp.McpServer}.
 */
@NullMarked
package dev.spindle.mcp;

import org.jspecify.annotations.NullMarked;
