// SPDX-License-Identifier: Apache-2.0

/**
 * What guests hear who send to one of the node's addresses where nobody serves: a reset (RFC 9293 3.10.7.1), or that the port
 * is unreachable (RFC 1122 4.1.3.1), so that they need not wait.
 */
package net.vireo.agent.service.unserved;
