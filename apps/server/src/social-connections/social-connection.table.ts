export interface SocialConnectionTable {
  id: string;
  user_id: string;
  provider: string;
  provider_user_id: string;
  email: string | null;
  display_name: string | null;
  created_at: string;
  updated_at: string;
}
