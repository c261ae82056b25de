"""Decides which Web API methods there are: each with its handler, the scopes it needs, its rate
tier and its kind of token. The one place to add a method."""

from __future__ import annotations

from sandbox.limits import POSTING, POSTING_PER_CHANNEL, SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from sandbox.webapi import chat, conversations, files, marks, team, users, views
from sandbox.webapi.caller import Method

_WRITE = ("chat:write",)
_GROUPS = ("usergroups:read",)

METHODS: dict[str, Method] = {
    "api.test": Method(handler=team.api_test, tier=TIER_4, held_by="none"),
    "apps.connections.open": Method(handler=team.open_connection, tier=TIER_1, held_by="app"),
    "auth.revoke": Method(handler=team.auth_revoke, tier=TIER_3),
    "auth.test": Method(handler=team.auth_test, tier=SPECIAL),
    "blocks.validate": Method(handler=team.validate_blocks, tier=SPECIAL, held_by="none"),
    "bots.info": Method(handler=team.bots_info, tier=TIER_3, scopes=("users:read",)),
    "chat.delete": Method(handler=chat.delete, tier=TIER_3, scopes=_WRITE),
    "chat.deleteScheduledMessage": Method(
        handler=chat.delete_scheduled, tier=TIER_3, scopes=_WRITE
    ),
    "chat.getPermalink": Method(handler=chat.get_permalink, tier=SPECIAL),
    "chat.postEphemeral": Method(handler=chat.post_ephemeral, tier=TIER_4, scopes=_WRITE),
    "chat.postMessage": Method(
        handler=chat.post_message, tier=POSTING, scopes=_WRITE, per_channel=POSTING_PER_CHANNEL
    ),
    "chat.scheduleMessage": Method(handler=chat.schedule_message, tier=TIER_3, scopes=_WRITE),
    "chat.scheduledMessages.list": Method(handler=chat.list_scheduled, tier=TIER_3),
    "chat.update": Method(handler=chat.update, tier=TIER_3, scopes=_WRITE),
    "conversations.archive": Method(handler=conversations.archive, tier=TIER_2),
    "conversations.create": Method(handler=conversations.create, tier=TIER_2),
    "conversations.history": Method(handler=conversations.history, tier=TIER_3),
    "conversations.info": Method(handler=conversations.info, tier=TIER_3),
    "conversations.invite": Method(handler=conversations.invite, tier=TIER_3),
    "conversations.join": Method(
        handler=conversations.join_channel, tier=TIER_3, scopes=("channels:join",)
    ),
    "conversations.leave": Method(handler=conversations.leave_channel, tier=TIER_3),
    "conversations.list": Method(handler=conversations.list_all, tier=TIER_2),
    "conversations.members": Method(handler=conversations.members, tier=TIER_4),
    "conversations.open": Method(handler=conversations.open_conversation, tier=TIER_3),
    "conversations.replies": Method(handler=conversations.replies, tier=TIER_3),
    "files.completeUploadExternal": Method(
        handler=files.complete_upload, tier=TIER_4, scopes=("files:write",)
    ),
    "files.delete": Method(handler=files.delete, tier=TIER_3, scopes=("files:write",)),
    "files.getUploadURLExternal": Method(
        handler=files.get_upload_url, tier=TIER_4, scopes=("files:write",)
    ),
    "files.info": Method(handler=files.info, tier=TIER_4, scopes=("files:read",)),
    "pins.add": Method(handler=marks.add_pin, tier=TIER_2, scopes=("pins:write",)),
    "pins.list": Method(handler=marks.list_pins, tier=TIER_2, scopes=("pins:read",)),
    "pins.remove": Method(handler=marks.remove_pin, tier=TIER_2, scopes=("pins:write",)),
    "reactions.add": Method(handler=marks.add_reaction, tier=TIER_3, scopes=("reactions:write",)),
    "reactions.get": Method(handler=marks.get_reactions, tier=TIER_3, scopes=("reactions:read",)),
    "reactions.remove": Method(
        handler=marks.remove_reaction, tier=TIER_2, scopes=("reactions:write",)
    ),
    "team.info": Method(handler=team.team_info, tier=TIER_3, scopes=("team:read",)),
    "usergroups.list": Method(handler=users.list_groups, tier=TIER_2, scopes=_GROUPS),
    "usergroups.users.list": Method(handler=users.list_group_users, tier=TIER_2, scopes=_GROUPS),
    "users.conversations": Method(handler=conversations.list_of_user, tier=TIER_3),
    "users.info": Method(handler=users.info, tier=TIER_4, scopes=("users:read",)),
    "users.list": Method(handler=users.list_all, tier=TIER_2, scopes=("users:read",)),
    "users.lookupByEmail": Method(
        handler=users.lookup_by_email, tier=TIER_3, scopes=("users:read.email",)
    ),
    "views.open": Method(handler=views.open_view, tier=TIER_4),
    "views.publish": Method(handler=views.publish_view, tier=TIER_4),
    "views.push": Method(handler=views.push_view, tier=TIER_4),
    "views.update": Method(handler=views.update_view, tier=TIER_4),
}
