from django.db import migrations

from coalition.text import fold


def fold_posts(apps, schema_editor):
    posts = apps.get_model("workinggroups", "Post").objects.exclude(body="").only("body")
    for post in posts.iterator(chunk_size=500):
        type(post).objects.filter(pk=post.pk).update(folded=fold(post.body))


class Migration(migrations.Migration):

    dependencies = [("workinggroups", "0003_talk")]

    operations = [migrations.RunPython(fold_posts, migrations.RunPython.noop)]
