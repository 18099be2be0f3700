// SPDX-License-Identifier: Apache-2.0

/**
 * Bidirectional forwarding detection with guests, one hop away (RFC 5880, RFC 5881): whether a guest's network stack still
 * moves packets, told in fractions of a second. Asynchronous mode, without echo function, demand mode and authentication.
 */
package net.vireo.agent.service.bfd;
