// SPDX-License-Identifier: Apache-2.0
/** What the agent's two small HTTP servers share: the JDK's server and its manners. */
package net.vireo.agent.http;
