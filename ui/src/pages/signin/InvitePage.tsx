import { Button, Skeleton, Text } from "@mantine/core";
import { useNavigate, useParams } from "@tanstack/react-router";
import { acceptInvitation, useInvitation, useSession } from "../../api/session";
import { Notice } from "../../parts/Notice";
import { AccountForm, Gate } from "./SignInPage";

export function InvitePage() {
  const { code } = useParams({ strict: false }) as { code: string };
  const session = useSession();
  const invitation = useInvitation(code);
  const navigate = useNavigate();
  if (invitation.isError)
    return <Notice title="This invitation is no longer valid" text={invitation.error.message} />;
  if (!invitation.data) return <Skeleton h={240} m="xl" />;
  const { workspace, invitedBy } = invitation.data;
  const accept = async () => {
    await acceptInvitation(code);
    await navigate({ to: "/" });
  };
  return (
    <Gate title={`Join ${workspace}`}>
      <Text size="sm" className="quiet" mb="md">
        <bdi>{invitedBy}</bdi> invites you to the workspace <bdi>{workspace}</bdi>.
      </Text>
      {session.data?.user ? (
        <Button fullWidth onClick={() => void accept()}>
          Join as {session.data.user.name}
        </Button>
      ) : (
        <AccountForm
          button="Create account and join"
          isNew
          next="/"
          send={(name, password) => acceptInvitation(code, { name, password })}
        />
      )}
    </Gate>
  );
}
