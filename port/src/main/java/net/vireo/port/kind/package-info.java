// SPDX-License-Identifier: Apache-2.0
/** The kinds of ports that there are, past the data plane too, and what each can and cannot do. */
package net.vireo.port.kind;
